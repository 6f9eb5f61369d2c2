<%--
  ~ Copyright (C) 2026 the MUC Pulse authors
  ~
  ~ Licensed under the Apache License, Version 2.0 (the "License");
  ~ you may not use this file except in compliance with the License.
  ~ You may obtain a copy of the License at
  ~
  ~     http://www.apache.org/licenses/LICENSE-2.0
  ~
  ~ Unless required by applicable law or agreed to in writing, software
  ~ distributed under the License is distributed on an "AS IS" BASIS,
  ~ WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
  ~ See the License for the specific language governing permissions and
  ~ limitations under the License.
--%>
<%@ page contentType="text/html; charset=UTF-8" pageEncoding="UTF-8" session="false" %>
<%@ taglib prefix="c" uri="http://java.sun.com/jsp/jstl/core" %>
<%@ taglib prefix="fmt" uri="http://java.sun.com/jsp/jstl/fmt" %>
<!DOCTYPE html>
<html lang="<c:out value="${language}"/>">
<head>
    <title><fmt:message key="settings.title"/></title>
    <meta name="pageID" content="mucpulse-settings">
    <%@ include file="WEB-INF/head.jspf" %>
    <script src="scripts/settings.js?<c:out value="${version}"/>" defer></script>
</head>
<body>
<div class="mucpulse">
<c:if test="${empty at}"><%@ include file="WEB-INF/news.jspf" %></c:if>
<p><fmt:message key="settings.intro"/></p>

<nav class="mucpulse-index" aria-label="<fmt:message key="settings.index"/>">
    <ul>
        <c:forEach var="group" items="${groups}"><li><a href="#group-<c:out value="${group.feature()}"/>"><c:out value="${group.title()}"/></a></li></c:forEach>
        <li><a href="#metrics"><fmt:message key="metrics.title"/></a></li>
    </ul>
</nav>

<c:if test="${errors gt 0}">
    <div class="mucpulse-news mucpulse-bad" role="alert" id="wrong"><fmt:message key="settings.wrong"/>
        <ul>
            <c:forEach var="group" items="${groups}"><c:forEach var="field" items="${group.fields()}"><c:if test="${field.isWrong()}">
                <li><a href="#<c:out value="${field.name()}"/>"><c:out value="${field.label()}"/></a></li>
            </c:if></c:forEach></c:forEach>
        </ul>
    </div>
</c:if>

<c:if test="${not empty restore}">
    <form action="mucpulse-settings.jsp" method="post" class="mucpulse-box" id="restore">
        <%@ include file="WEB-INF/tokens.jspf" %>
        <h2><fmt:message key="settings.restore"/></h2>
        <c:choose>
            <c:when test="${empty restored}">
                <p><fmt:message key="settings.restore.nothing"/></p>
                <p><a class="mucpulse-button" href="mucpulse-settings.jsp"><fmt:message key="button.back"/></a></p>
            </c:when>
            <c:otherwise>
                <p><fmt:message key="settings.restore.confirm"/></p>
                <ul>
                    <c:forEach var="change" items="${restored}"><li><c:out value="${change}"/></li></c:forEach>
                </ul>
                <p>
                    <button type="submit" name="restore" value="<c:out value="${restore}"/>"><fmt:message key="settings.restore"/></button>
                    <a class="mucpulse-button" href="mucpulse-settings.jsp"><fmt:message key="button.cancel"/></a>
                </p>
            </c:otherwise>
        </c:choose>
    </form>
</c:if>

<form action="mucpulse-settings.jsp" method="post" id="settings">
    <%@ include file="WEB-INF/tokens.jspf" %>
    <c:forEach var="group" items="${groups}">
        <fieldset class="mucpulse-group" id="group-<c:out value="${group.feature()}"/>">
            <legend class="jive-contentBoxHeader"><c:out value="${group.title()}"/></legend>
            <div class="jive-contentBox">
            <c:if test="${at eq group.feature()}"><%@ include file="WEB-INF/news.jspf" %></c:if>
            <c:forEach var="field" items="${group.main()}"><%@ include file="WEB-INF/setting.jspf" %></c:forEach>
            <c:if test="${not empty group.numbers()}">
            <details<c:if test="${group.isOpen()}"> open</c:if>>
                <summary><fmt:message key="settings.numbers"/></summary>
                <c:forEach var="field" items="${group.numbers()}"><%@ include file="WEB-INF/setting.jspf" %></c:forEach>
            </details>
            </c:if>
            <p class="mucpulse-buttons">
                <button type="submit" name="save" value="<c:out value="${group.feature()}"/>"><fmt:message key="settings.save"/></button>
                <a href="mucpulse-settings.jsp?restore=<c:out value="${group.feature()}"/>"><fmt:message key="settings.restore.group"/></a>
            </p>
            </div>
        </fieldset>
    </c:forEach>
    <p><a href="mucpulse-settings.jsp?restore=all"><fmt:message key="settings.restore.all"/></a></p>
</form>

<form action="mucpulse-settings.jsp" method="post" id="metrics">
    <%@ include file="WEB-INF/tokens.jspf" %>
    <h2 class="jive-contentBoxHeader"><fmt:message key="metrics.title"/></h2>
    <div class="jive-contentBox">
        <c:if test="${at eq 'metrics'}"><%@ include file="WEB-INF/news.jspf" %></c:if>
        <p><fmt:message key="metrics.intro"/></p>
        <c:choose>
            <c:when test="${metrics}">
                <p><fmt:message key="metrics.on"/></p>
                <p>
                    <button type="submit" name="metricsOn" value="1"><fmt:message key="metrics.renew"/></button>
                    <button type="submit" name="metricsOff" value="1"><fmt:message key="metrics.revoke"/></button>
                </p>
            </c:when>
            <c:otherwise>
                <p><fmt:message key="metrics.off"/></p>
                <p><button type="submit" name="metricsOn" value="1"><fmt:message key="metrics.make"/></button></p>
            </c:otherwise>
        </c:choose>
    </div>
</form>
</div>
</body>
</html>
