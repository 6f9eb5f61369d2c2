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
</head>
<body>
<div class="mucpulse">
<%@ include file="WEB-INF/news.jspf" %>
<p><fmt:message key="settings.intro"/></p>

<c:if test="${errors gt 0}">
    <div class="mucpulse-news mucpulse-bad" role="alert"><fmt:message key="settings.wrong"/></div>
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
            <c:forEach var="field" items="${group.fields()}">
                <div class="mucpulse-field<c:if test="${field.isWrong()}"> mucpulse-wrong</c:if>">
                    <div class="mucpulse-label"><label for="<c:out value="${field.name()}"/>"><c:out value="${field.label()}"/></label></div>
                    <div class="mucpulse-value">
                    <c:choose>
                        <c:when test="${field.kind() eq 'FLAG'}">
                            <input type="hidden" name="offered.<c:out value="${field.name()}"/>" value="1">
                            <input type="checkbox" id="<c:out value="${field.name()}"/>" name="<c:out value="${field.name()}"/>" value="true"<c:if test="${field.value() eq 'true'}"> checked</c:if> aria-describedby="<c:if test="${field.isWrong()}"><c:out value="${field.name()}"/>-error </c:if><c:out value="${field.name()}"/>-help"<c:if test="${field.isWrong()}"> aria-invalid="true"</c:if>>
                        </c:when>
                        <c:when test="${field.kind() eq 'CHOICE'}">
                            <select id="<c:out value="${field.name()}"/>" name="<c:out value="${field.name()}"/>" aria-describedby="<c:if test="${field.isWrong()}"><c:out value="${field.name()}"/>-error </c:if><c:out value="${field.name()}"/>-help"<c:if test="${field.isWrong()}"> aria-invalid="true"</c:if>>
                                <c:forEach var="choice" items="${field.choices()}">
                                    <option value="<c:out value="${choice.value()}"/>"<c:if test="${choice.chosen()}"> selected</c:if>><c:out value="${choice.label()}"/></option>
                                </c:forEach>
                            </select>
                        </c:when>
                        <c:when test="${field.kind() eq 'LIST'}">
                            <textarea rows="2" cols="60" id="<c:out value="${field.name()}"/>" name="<c:out value="${field.name()}"/>" autocomplete="off" spellcheck="false" aria-describedby="<c:if test="${field.isWrong()}"><c:out value="${field.name()}"/>-error </c:if><c:out value="${field.name()}"/>-help"<c:if test="${field.isWrong()}"> aria-invalid="true"</c:if>><c:out value="${field.value()}"/></textarea>
                        </c:when>
                        <c:otherwise>
                            <input type="text"<c:choose><c:when test="${field.kind() eq 'NUMBER'}"> inputmode="numeric" size="12"</c:when><c:otherwise> size="60"</c:otherwise></c:choose> id="<c:out value="${field.name()}"/>" name="<c:out value="${field.name()}"/>" value="<c:out value="${field.value()}"/>" autocomplete="off" spellcheck="false" aria-describedby="<c:if test="${field.isWrong()}"><c:out value="${field.name()}"/>-error </c:if><c:out value="${field.name()}"/>-help"<c:if test="${field.isWrong()}"> aria-invalid="true"</c:if>>
                            <c:out value="${field.unit()}"/>
                        </c:otherwise>
                    </c:choose>
                    <c:if test="${field.isWrong()}">
                        <div class="mucpulse-error" id="<c:out value="${field.name()}"/>-error"><c:out value="${field.error()}"/><c:if test="${not empty field.instead()}"> <span><c:out value="${field.instead()}"/></span></c:if></div>
                    </c:if>
                    <div class="mucpulse-help" id="<c:out value="${field.name()}"/>-help">
                        <c:out value="${field.help()}"/>
                        <span class="mucpulse-standard"><c:out value="${field.standard()}"/> <c:out value="${field.range()}"/> <code><c:out value="${field.property()}"/></code></span>
                    </div>
                    </div>
                </div>
            </c:forEach>
            <p class="mucpulse-buttons">
                <button type="submit" name="save" value="1"><fmt:message key="settings.save"/></button>
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
